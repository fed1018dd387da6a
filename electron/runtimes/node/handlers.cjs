'use strict'
/** Finds a function's handlers and hooks in its code and calls them by the rules of FC.md section 3.1. */
const fs = require('fs')
const path = require('path')
const errors = require('./errors.cjs')

/** `file.method`, where the file may lie in folders: `src/index.handler`. */
exports.loadHandler = async (codePath, name) => {
  const dot = name.lastIndexOf('.')
  if (dot <= 0) throw errors.named('InvalidHandlerName', `Invalid handler '${name}'`)
  const moduleName = name.slice(0, dot)
  const method = name.slice(dot + 1)
  const base = path.join(codePath, moduleName)
  const file = ['.js', '.mjs', '.cjs']
    .map((extension) => base + extension)
    .find((candidate) => fs.existsSync(candidate))
  if (file === undefined) throw errors.named('ImportModuleError', `Module '${base}.js' is missing.`)
  const loaded = isModule(file, codePath) ? await require('./importModule.cjs')(file) : require(file)
  const found = pick(loaded, method)
  if (typeof found !== 'function') {
    throw errors.named('HandlerNotFound', `Handler '${method}' is missing on module '${moduleName}'`)
  }
  return found
}

function pick(loaded, method) {
  if (loaded === null || loaded === undefined) return undefined
  if (loaded[method] !== undefined) return loaded[method]
  return loaded.default === null || loaded.default === undefined ? undefined : loaded.default[method]
}

/** Node's own rule: the extension, else the nearest package.json. */
function isModule(file, codePath) {
  if (!file.endsWith('.js')) return file.endsWith('.mjs')
  for (let folder = path.dirname(file); folder.startsWith(codePath); folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module'
    } catch (error) {
      if (error.code !== 'ENOENT') return false
    }
    if (folder === path.dirname(folder)) return false
  }
  return false
}

/**
 * Calls `settle(kind, value)` for whatever comes first. Up to nodejs16 only the callback counts; from
 * nodejs18 on also what is returned, except that a value that is no promise is ignored when the
 * handler declares the callback: an arrow function may return a Timeout without meaning to answer.
 */
exports.callHandler = (handler, { args, isPromised, settle }) => {
  const callback = (error, value) => {
    if (error === null || error === undefined) settle('ok', value)
    else settle('handled', error)
  }
  let returned
  try {
    returned = handler.apply(undefined, args.concat(callback))
  } catch (error) {
    settle('unhandled', error)
    return
  }
  if (!isPromised) return
  if (returned !== null && returned !== undefined && typeof returned.then === 'function') {
    returned.then(
      (value) => settle('ok', value),
      (error) => settle('unhandled', error),
    )
  } else if (handler.length <= args.length) {
    settle('ok', returned)
  }
}

/** Resolves with null, or with the body of the error. */
exports.callHook = async (init, name, context) => {
  let hook
  try {
    hook = await exports.loadHandler(init.codePath, name)
  } catch (error) {
    return errors.loading(error)
  }
  return new Promise((resolve) => {
    const settle = (kind, error) => {
      if (kind === 'ok') resolve(null)
      else resolve(kind === 'handled' ? errors.handled(error) : errors.unhandled(error))
    }
    exports.callHandler(hook, { args: [context], isPromised: init.isPromised, settle })
  })
}
