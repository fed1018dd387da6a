/** What the two sides of a diff are made of: grammar, look from the tokens, keys from difference to difference. */
import { defaultKeymap } from '@codemirror/commands'
import { javascriptLanguage } from '@codemirror/lang-javascript'
import { jsonLanguage } from '@codemirror/lang-json'
import { pythonLanguage } from '@codemirror/lang-python'
import { yamlLanguage } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { goToNextChunk, goToPreviousChunk } from '@codemirror/merge'
import { search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { INVISIBLE_PATTERN } from '../../../shared/format/invisibles.ts'
import { specialMark } from '../editor/editorExtensions.ts'
import { editorTheme } from '../editor/editorTheme.ts'
import { type CodeLanguage, syntaxColours } from '../editor/highlight.ts'
import { diffTheme } from './diffTheme.ts'

const GRAMMARS: Record<CodeLanguage, Extension> = {
  javascript: javascriptLanguage,
  json: jsonLanguage,
  python: pythonLanguage,
  yaml: yamlLanguage,
  text: [],
}

/** For reading: everything but what changes the text. */
export function viewExtensions(): Extension {
  return [
    lineNumbers(),
    highlightSpecialChars({ specialChars: INVISIBLE_PATTERN, render: specialMark }),
    drawSelection(),
    EditorState.readOnly.of(true),
    syntaxHighlighting(syntaxColours),
    search({ top: true }),
    keymap.of([...defaultKeymap, ...searchKeymap]),
    editorTheme,
  ]
}

export function sharedExtensions(language: CodeLanguage): Extension {
  return [
    GRAMMARS[language],
    EditorView.lineWrapping,
    keymap.of([
      { key: 'F7', run: goToNextChunk },
      { key: 'Shift-F7', run: goToPreviousChunk },
    ]),
    diffTheme,
  ]
}

/** The words that CodeMirror puts in the place of what is folded; `$` stands for how many lines. */
export function phrasesExtension(equalLines: string): Extension {
  return EditorState.phrases.of({ '$ unchanged lines': equalLines })
}
