/** Words of the area "shell"; the type of every language. */
export const shell = {}
