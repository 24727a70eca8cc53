/** A field put where the cursor is (over what is selected), and where the cursor stands then. */
export function insertField(text: string, name: string, start: number, end: number): { text: string; cursor: number } {
  const field = `{{${name}}}`
  const from = Math.min(start, text.length)
  return { text: text.slice(0, from) + field + text.slice(Math.max(from, end)), cursor: from + field.length }
}
