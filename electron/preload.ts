/** Entry of the page's preload script: sandboxed, bundled as one CommonJS file. Wiring only. */
import { contextBridge, ipcRenderer } from 'electron/renderer'
import { BRIDGE_NAME } from './shell/channels.ts'
import { desktopBridge } from './shell/desktopBridge.ts'

contextBridge.exposeInMainWorld(BRIDGE_NAME, desktopBridge(ipcRenderer))
