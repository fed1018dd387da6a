/**
 * The glyphs of states, drawn in a box of 14 with strokes of 1.5: a shape per state, so that colour is
 * never alone. `tone` names the colour token of the glyph; filled shapes cut their inner mark out with
 * the surface they stand on (`--glyph-cut`, the canvas unless a surface says otherwise).
 */
import type { ReactNode } from 'react'
import type { TaskState } from '../../../shared/domain/taskStates.ts'

export type GlyphTone = 'wait' | 'run' | 'ok' | 'fail' | 'retry' | 'lapsed' | 'ended' | 'accent'
export type InstanceGlyph = 'starting' | 'idle' | 'busy' | 'draining' | 'stopped' | 'crashed'
export type GroupGlyph = 'New' | 'Regressed' | 'Acknowledged' | 'Ignored' | 'Resolved'
export type GlyphName = TaskState | InstanceGlyph | GroupGlyph

type Shape = { tone: GlyphTone; drawing: ReactNode }

const ring = <circle cx="7" cy="7" r="5.25" />
const dashedRing = <circle cx="7" cy="7" r="5.25" strokeDasharray="2.3 1.82" />
const disc = (radius: number) => <circle cx="7" cy="7" r={radius} className="glyph-solid" />
const core = <rect x="5" y="5" width="4" height="4" rx=".6" className="glyph-solid" />
const octagon = <path d="M4.6 1h4.8L13 4.6v4.8L9.4 13H4.6L1 9.4V4.6z" className="glyph-solid" />
const check = <path d="M2.8 7.4 5.7 10.3 11.4 4" />

const squareWithCore = (
  <>
    <rect x="2" y="2" width="10" height="10" rx="2" />
    {core}
  </>
)

export const GLYPHS: Record<GlyphName, Shape> = {
  Enqueued: { tone: 'wait', drawing: dashedRing },
  Dequeued: {
    tone: 'wait',
    drawing: (
      <>
        {ring}
        {disc(1.75)}
      </>
    ),
  },
  Retrying: {
    tone: 'retry',
    drawing: (
      <>
        <path d="M12.1 5.3A5.3 5.3 0 1 0 12.3 7.9" />
        <path d="M12.6 2.2v3.3H9.3" />
      </>
    ),
  },
  Running: {
    tone: 'run',
    drawing: (
      <>
        {ring}
        <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" className="glyph-solid" />
      </>
    ),
  },
  Stopping: {
    tone: 'ended',
    drawing: (
      <>
        <rect x="2" y="2" width="10" height="10" rx="2" strokeDasharray="2.4 1.7" />
        {core}
      </>
    ),
  },
  Succeeded: { tone: 'ok', drawing: check },
  Failed: {
    tone: 'fail',
    drawing: (
      <>
        {octagon}
        <path d="M5 5l4 4M9 5l-4 4" className="glyph-cut" />
      </>
    ),
  },
  Stopped: { tone: 'ended', drawing: squareWithCore },
  Expired: {
    tone: 'lapsed',
    drawing: (
      <path d="M3.2 1.8h7.6M3.2 12.2h7.6M4.2 1.8c0 3 2.2 3.7 2.8 5.2.6-1.5 2.8-2.2 2.8-5.2M4.2 12.2c0-3 2.2-3.7 2.8-5.2.6 1.5 2.8 2.2 2.8 5.2" />
    ),
  },
  Invalid: {
    tone: 'lapsed',
    drawing: (
      <>
        {ring}
        <path d="M3.4 10.6l7.2-7.2" />
      </>
    ),
  },
  starting: {
    tone: 'run',
    drawing: (
      <>
        {dashedRing}
        <path d="M7 9.2V5M5 6.8 7 4.8l2 2" />
      </>
    ),
  },
  idle: { tone: 'wait', drawing: ring },
  busy: {
    tone: 'run',
    drawing: (
      <>
        {ring}
        {disc(3)}
      </>
    ),
  },
  draining: {
    tone: 'retry',
    drawing: (
      <>
        {ring}
        <path d="M7 4.6v4.4M5 7.2 7 9.2l2-2" />
      </>
    ),
  },
  stopped: { tone: 'ended', drawing: squareWithCore },
  crashed: {
    tone: 'fail',
    drawing: (
      <>
        {octagon}
        <path d="M7 3.8v3.9M7 9.9v.1" className="glyph-cut" />
      </>
    ),
  },
  New: { tone: 'accent', drawing: disc(3.5) },
  Regressed: {
    tone: 'fail',
    drawing: (
      <>
        <path d="M1.9 8.7A5.3 5.3 0 1 0 1.7 6.1" />
        <path d="M1.4 2.4v3.5h3.5" />
      </>
    ),
  },
  Acknowledged: { tone: 'wait', drawing: <circle cx="7" cy="7" r="3.5" /> },
  Ignored: { tone: 'ended', drawing: <path d="M2.5 7h9" /> },
  Resolved: { tone: 'ok', drawing: check },
}
