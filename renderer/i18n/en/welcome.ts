/** Words of the area "welcome"; the type of every language. */
export const welcome = {}
