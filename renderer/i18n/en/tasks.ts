/** Words of the area "tasks"; the type of every language. */
export const tasks = {}
