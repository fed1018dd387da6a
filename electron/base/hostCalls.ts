/** What the gateway may ask of main, over the port named `main`. */
import type { Notice, PeerName } from './threadLink.ts'

/** A notice as main keeps it. */
export type HostNotice = Notice & { atMs: number; source: PeerName }

export type HostInfo = { version: string; pid: number; startedAtMs: number; notices: HostNotice[] }

export type HostCalls = { info(): HostInfo }
