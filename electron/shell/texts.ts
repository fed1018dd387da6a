/** What the shell itself says: menus and message boxes, in English and Simplified Chinese. */

export type ShellTexts = Record<keyof typeof en, string>
export type Language = 'en' | 'zh-CN'

const en = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  openFolder: 'Open folder…',
  openSample: 'Open the sample project',
  openRecent: 'Open recent',
  clearRecent: 'Clear the list',
  newWindow: 'New window',
  newTask: 'New task…',
  overview: 'Overview',
  tasks: 'Tasks',
  instances: 'Instances',
  functions: 'Functions',
  logs: 'Logs',
  metrics: 'Metrics',
  search: 'Search…',
  rail: 'Show or hide the sidebar',
  back: 'Back',
  forward: 'Forward',
  shortcuts: 'Keyboard shortcuts',
  documents: 'Documents of Function Compute',
  chooseFolder: 'Open a project',
  openFolderButton: 'Open',
  cannotOpen: 'The project was not opened',
  cannotGoOn: 'Taskyard cannot go on',
  cannotStart: 'Taskyard could not start',
  quitTitle: 'Quit Taskyard?',
  quitOne: 'One task is running.',
  quitMany: '{count} tasks are running.',
  quitUnknown: 'Tasks may be running.',
  quitDetail: 'What is running is ended now and runs again at the next start. What waits in the queue is kept.',
  quitAgree: 'Quit and keep for next start',
  cancel: 'Cancel',
  reload: 'Load again',
  quit: 'Quit',
  wait: 'Wait',
  pageGone: 'The window stopped working and was loaded again.',
  pageGoneDetail: 'Reason: {reason}. Tasks run in another part of Taskyard: none was lost or ended.',
  pageGoneAgain: 'The window stopped working again.',
  pageGoneAgainDetail: 'Reason: {reason}. Tasks go on in the background. Load the window again, or quit.',
  pageHangs: 'The window does not answer.',
  pageHangsDetail: 'Tasks go on in the background. Wait for it, or load it again.',
} as const

const zh: ShellTexts = {
  file: '文件',
  edit: '编辑',
  view: '视图',
  window: '窗口',
  help: '帮助',
  openFolder: '打开文件夹…',
  openSample: '打开示例项目',
  openRecent: '最近打开的项目',
  clearRecent: '清除列表',
  newWindow: '新建窗口',
  newTask: '新建任务…',
  overview: '概览',
  tasks: '任务',
  instances: '实例',
  functions: '函数',
  logs: '日志',
  metrics: '指标',
  search: '搜索…',
  rail: '显示或隐藏侧边栏',
  back: '后退',
  forward: '前进',
  shortcuts: '键盘快捷键',
  documents: '函数计算文档',
  chooseFolder: '打开项目',
  openFolderButton: '打开',
  cannotOpen: '项目未能打开',
  cannotGoOn: 'Taskyard 无法继续运行',
  cannotStart: 'Taskyard 未能启动',
  quitTitle: '退出 Taskyard?',
  quitOne: '有 1 个任务正在运行。',
  quitMany: '有 {count} 个任务正在运行。',
  quitUnknown: '可能有任务正在运行。',
  quitDetail: '正在运行的任务会立即中断,下次启动时重新运行;队列中等待的任务会保留。',
  quitAgree: '退出,下次启动时继续',
  cancel: '取消',
  reload: '重新加载',
  quit: '退出',
  wait: '等待',
  pageGone: '窗口曾停止工作,已重新加载。',
  pageGoneDetail: '原因:{reason}。任务在另一部分运行,没有丢失,也没有中断。',
  pageGoneAgain: '窗口再次停止工作。',
  pageGoneAgainDetail: '原因:{reason}。任务仍在后台运行。请重新加载窗口,或退出。',
  pageHangs: '窗口没有响应。',
  pageHangsDetail: '任务仍在后台运行。可以继续等待,或重新加载窗口。',
}

export const SHELL_TEXTS: Record<Language, ShellTexts> = { en, 'zh-CN': zh }

/** `system` follows the language of the system; other languages than Chinese get English. */
export function languageOf(preferred: 'system' | Language, locale: string): Language {
  if (preferred !== 'system') return preferred
  return /^zh\b/i.test(locale) ? 'zh-CN' : 'en'
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
