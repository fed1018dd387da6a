/** Words of the area "functions"; the type of every language. */
export const functions = {}
