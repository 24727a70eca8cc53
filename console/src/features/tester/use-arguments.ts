import { useState } from 'react'
import type { Arguments } from './arguments.ts'

export type Mode = 'form' | 'json'

export interface ArgumentsState {
  readonly mode: Mode
  readonly value: Arguments
  /** The JSON as it stands, also while it is none. */
  readonly text: string
  /** What keeps the text from being arguments; null when nothing does. */
  readonly problem: 'syntax' | 'not-object' | null
  setMode(mode: Mode): void
  setValue(value: Arguments): void
  setText(text: string): void
}

/** One value in two hands: the form and the text say the same, and text that is no JSON yet is kept as it was typed. */
export function useArguments(initial: Arguments, startMode: Mode): ArgumentsState {
  const [mode, setMode] = useState(startMode)
  const [value, setValueAlone] = useState(initial)
  const [text, setTextAlone] = useState(() => textOf(initial))
  const read = readArguments(text)
  return {
    mode,
    value,
    text,
    problem: typeof read === 'string' ? read : null,
    setMode,
    setValue: (next) => {
      setValueAlone(next)
      setTextAlone(textOf(next))
    },
    setText: (next) => {
      setTextAlone(next)
      const parsed = readArguments(next)
      if (typeof parsed !== 'string') setValueAlone(parsed)
    },
  }
}

const textOf = (value: Arguments): string => JSON.stringify(value, null, 2)

/** An emptied text is a call without arguments. */
function readArguments(text: string): Arguments | 'syntax' | 'not-object' {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Arguments) : 'not-object'
  } catch {
    return 'syntax'
  }
}
