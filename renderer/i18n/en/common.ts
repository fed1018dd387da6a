/** Words of the area "common"; the type of every language. */
export const common = {}
