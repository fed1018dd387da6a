import { stateMachine } from './stateMachine.ts'

/** The life of an instance, the process tree that serves one function (DESIGN.md section 1). */
export const instanceStates = stateMachine({
  starting: { ready: 'idle', crash: 'crashed', stop: 'stopped' },
  idle:     { assign: 'busy', drain: 'draining', crash: 'crashed', stop: 'stopped' },
  busy:     { free: 'idle', drain: 'draining', crash: 'crashed', stop: 'stopped' },
  draining: { crash: 'crashed', stop: 'stopped' }, // finishes what it has, takes nothing new
  stopped:  {},
  crashed:  {},
})

export type InstanceState = (typeof instanceStates.states)[number]
