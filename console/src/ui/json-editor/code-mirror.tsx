import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { linter, lintGutter } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { CircleAlert } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { styleNonce } from '#lib/style-nonce.ts'
import { jsonEditorTexts } from './json-editor.i18n.ts'
import classes from './json-editor.module.css'
import type { JsonEditorProps } from './json-editor-props.ts'
import { jsonProblem } from './json-problem.ts'

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--b-text)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--b-up)' },
  { tag: [tags.number, tags.bool], color: 'var(--b-maintenance)' },
  { tag: tags.null, color: 'var(--b-dim)' },
])

/** Neither Tab is bound: whoever comes by the keyboard must be able to leave. */
const fixed = [
  lineNumbers(),
  history(),
  json(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  lintGutter(),
  syntaxHighlighting(colours),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
  EditorView.lineWrapping,
  EditorState.tabSize.of(2),
]

export default function CodeMirror({ label, value, isDisabled = false, onChange }: JsonEditorProps) {
  const t = useTexts(jsonEditorTexts)
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef(onChange)
  /** What was typed and has not come back as the value yet. */
  const told = useRef<string[]>([])
  const problem = useMemo(() => jsonProblem(value), [value])
  const words = problem && t(`problems.${problem.kind}`, { line: problem.line, column: problem.column })
  useEffect(() => {
    latest.current = onChange
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: text that changes from outside is put in below
  useEffect(() => {
    if (!place.current) return
    const editor = new EditorView({
      parent: place.current,
      doc: value,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        fixed,
        linter((source) => {
          const found = jsonProblem(source.state.doc.toString())
          if (!found) return []
          const { from, to, kind, line, column } = found
          return [{ from, to, severity: 'error', message: t(`problems.${kind}`, { line, column }) }]
        }),
        EditorState.readOnly.of(isDisabled),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return
          const text = update.state.doc.toString()
          told.current.push(text)
          latest.current(text)
        }),
      ],
    })
    view.current = editor
    return () => editor.destroy()
  }, [label, isDisabled, t])

  useEffect(() => {
    const editor = view.current
    // On a busy machine the echo of a letter comes after the next letter, which it must not take back.
    const at = told.current.indexOf(value)
    told.current.splice(0, at + 1)
    if (!editor || at >= 0 || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  return (
    <>
      <div ref={place} className={classes.place} data-invalid={problem !== null || undefined} />
      <p className={classes.problem} role="status">
        {words && (
          <>
            <CircleAlert size={14} aria-hidden />
            {words}
          </>
        )}
      </p>
    </>
  )
}
