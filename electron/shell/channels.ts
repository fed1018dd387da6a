/** What the preload script and main say to each other, besides the ports themselves. */

/** Page to main: the number of a connection that the page wants. */
export const CONNECT_CHANNEL = 'taskyard:connect'
/** Main to page: that number, with its port, or with none when there is no host to talk to. */
export const PORT_CHANNEL = 'taskyard:port'
/** What the page finds in `window`. */
export const BRIDGE_NAME = 'taskyardDesktop'
