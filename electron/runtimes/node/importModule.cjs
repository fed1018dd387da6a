'use strict'
/** A file of its own because a Node without ES modules cannot even parse it; such a Node never loads it. */
const { pathToFileURL } = require('url')

module.exports = (file) => import(pathToFileURL(file).href)
