export interface JsonEditorProps {
  /** What is read to who cannot see it. */
  readonly label: string
  /** The text as it is, also while it is no JSON. */
  readonly value: string
  readonly isDisabled?: boolean
  onChange(text: string): void
}
