/** Values that earlier requests gave, by name. */
export type Values = ReadonlyMap<string, string | number | boolean>

export const nameOfValue = /^[A-Za-z_]\w{0,49}$/
const placeholder = /\{\{\s*([A-Za-z_]\w{0,49})\s*\}\}/g

/** The names a text asks for. */
export const namesIn = (template: string): string[] => [...template.matchAll(placeholder)].map(([, name = '']) => name)

/** How a value is written down where it is put: as it is, inside a URL, inside JSON, inside a form. */
export type Writing = 'plain' | 'url' | 'json' | 'form'

const written: Readonly<Record<Writing, (value: string) => string>> = {
  plain: (value) => value,
  url: (value) => encodeURIComponent(value.toWellFormed()),
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: (value) => encodeURIComponent(value.toWellFormed()),
}

/** The text with every known name replaced. What somebody's server gave can never end a string, a field or a path. */
export const filled = (template: string, values: Values, writing: Writing = 'plain'): string =>
  template.replaceAll(placeholder, (whole, name: string) => {
    const value = values.get(name)
    return value === undefined ? whole : written[writing](String(value))
  })

/** A value alone keeps its type: `{{id}}` compares as the number it is. */
export function filledValue<Value>(template: Value, values: Values): Value | string | number | boolean {
  if (typeof template !== 'string') return template
  const alone = /^\{\{\s*([A-Za-z_]\w{0,49})\s*\}\}$/.exec(template)?.[1]
  return (alone === undefined ? undefined : values.get(alone)) ?? filled(template, values)
}

/** `.` and `..` change a path in whatever way they are written, so they cannot be a part of one. */
export const cannotBeInUrl = (template: string, values: Values): string | undefined =>
  namesIn(template).find((name) => /^\.{1,2}$/.test(String(values.get(name))))

export const writingOf = (contentType: string): Writing =>
  /json/i.test(contentType) ? 'json' : /x-www-form-urlencoded/i.test(contentType) ? 'form' : 'plain'
