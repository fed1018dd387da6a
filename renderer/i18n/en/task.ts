/** Words of the area "task"; the type of every language. */
export const task = {}
