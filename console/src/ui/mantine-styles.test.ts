import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '..')
const styles = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles')

/** Components that are built from others and have no style sheet under their own name. */
const builtFrom: Readonly<Record<string, readonly string[]>> = {
  Autocomplete: ['Input', 'Combobox'],
  FileInput: ['Input'],
  JsonInput: ['Input'],
  MultiSelect: ['Input', 'Combobox', 'PillsInput', 'Pill'],
  NativeSelect: ['Input'],
  Select: ['Input', 'Combobox'],
  TagsInput: ['Input', 'Combobox', 'PillsInput', 'Pill'],
  Textarea: ['Input'],
  TextInput: ['Input'],
}

function usedComponents(): Set<string> {
  const used = new Set<string>()
  for (const file of globSync('**/*.tsx', { cwd: source })) {
    const text = readFileSync(join(source, file), 'utf8')
    for (const [, names = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of names.split(',')) used.add(name.trim())
    }
  }
  return used
}

it('every component of the library that is used has its style sheet in mantine.css', () => {
  const imported = readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8')
  const wanted = [...usedComponents()].flatMap((name) => builtFrom[name] ?? [name])
  const missing = wanted.filter(
    (name) => existsSync(join(styles, `${name}.layer.css`)) && !imported.includes(`/${name}.layer.css`),
  )
  expect([...new Set(missing)]).toEqual([])
})
