import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { type Choice, itemsOf, type Kind, kinds, type ToolSource, wholeSource } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'

interface ChoicePickerProps {
  readonly sources: readonly ToolSource[]
  readonly choices: readonly Choice[]
  onChange(choices: readonly Choice[]): void
}

/** Source by source: none of it, all of it, or what is ticked. */
export function ChoicePicker({ sources, choices, onChange }: ChoicePickerProps) {
  const known = new Set(sources.map(({ id }) => id))
  // A source that is not there at the moment keeps what was chosen of it.
  const gone = choices.filter(({ source }) => !known.has(source)).map(({ source }) => goneSource(source))
  return (
    <div className={classes.sources}>
      {[...sources, ...gone].map((source) => (
        <SourceChoice
          key={source.id}
          source={source}
          choice={choices.find((choice) => choice.source === source.id)}
          onChange={(next) => onChange(replaced(choices, source.id, next))}
        />
      ))}
    </div>
  )
}

const goneSource = (id: string): ToolSource => ({
  ...{ id, title: id, prefix: '', tools: [], resources: [], resource_templates: [], prompts: [] },
})

/** In its old place, or at the end; without it where nothing is chosen. */
export function replaced(choices: readonly Choice[], source: string, next: Choice | undefined): readonly Choice[] {
  const isThere = choices.some((choice) => choice.source === source)
  if (!next) return choices.filter((choice) => choice.source !== source)
  return isThere ? choices.map((choice) => (choice.source === source ? next : choice)) : [...choices, next]
}

interface SourceChoiceProps {
  readonly source: ToolSource
  readonly choice: Choice | undefined
  onChange(choice: Choice | undefined): void
}

function SourceChoice({ source, choice, onChange }: SourceChoiceProps) {
  const t = useTexts(serversTexts)
  const counts = {
    tools: source.tools.length,
    resources: itemsOf(source, 'resources').length,
    prompts: source.prompts.length,
  }
  return (
    <section className={classes.source} data-chosen={choice !== undefined || undefined} aria-label={source.title}>
      <Checkbox
        label={source.title}
        description={t('picker.count', counts)}
        checked={choice !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? wholeSource(source.id) : undefined)}
      />
      {choice &&
        kinds
          .filter((kind) => counts[kind] > 0 || isSome(choice[kind]))
          .map((kind) => <KindChoice key={kind} kind={kind} source={source} choice={choice} onChange={onChange} />)}
    </section>
  )
}

const isSome = (names: Choice[Kind]): boolean => names !== 'all' && names.length > 0

interface KindChoiceProps {
  readonly kind: Kind
  readonly source: ToolSource
  readonly choice: Choice
  onChange(choice: Choice): void
}

type Mode = 'all' | 'some' | 'none'

function KindChoice({ kind, source, choice, onChange }: KindChoiceProps) {
  const t = useTexts(serversTexts)
  const names = choice[kind]
  // An empty list is "none" until somebody asks to choose.
  const [isChoosing, setChoosing] = useState(isSome(names))
  const mode: Mode = names === 'all' ? 'all' : isChoosing ? 'some' : 'none'
  const choose = (next: Mode) => {
    setChoosing(next === 'some')
    onChange({ ...choice, [kind]: next === 'all' ? 'all' : next === 'none' || names === 'all' ? [] : names })
  }
  return (
    <div className={classes.kind}>
      <div className={classes.kindHead}>
        <span>{t(`picker.${kind}`)}</span>
        <SegmentedControl
          size="xs"
          aria-label={`${source.title} ${t(`picker.${kind}`)}`}
          data={(['all', 'some', 'none'] as const).map((value) => ({ value, label: t(`picker.${value}`) }))}
          value={mode}
          onChange={(next) => choose(next as Mode)}
        />
        <span className={classes.hint}>
          {mode === 'all' && t('picker.allHint')}
          {names !== 'all' && mode === 'some' && t('picker.chosen', { count: names.length })}
        </span>
      </div>
      {names !== 'all' && mode === 'some' && (
        <ItemList kind={kind} source={source} names={names} choice={choice} onChange={onChange} />
      )}
    </div>
  )
}

const filteredFrom = 8

function ItemList({ kind, source, names, choice, onChange }: KindChoiceProps & { readonly names: readonly string[] }) {
  const t = useTexts(serversTexts)
  const [query, setQuery] = useState('')
  // What was chosen stands first, as it was when the list was opened: a tick must not make its line jump.
  const [first] = useState(() => new Set(names))
  const items = itemsOf(source, kind).toSorted((a, b) => Number(first.has(b.name)) - Number(first.has(a.name)))
  const words = query.trim().toLowerCase()
  const shown = items.filter(({ name, description }) => `${name} ${description ?? ''}`.toLowerCase().includes(words))
  const toggle = (name: string, isOn: boolean) =>
    onChange({ ...choice, [kind]: isOn ? [...names, name] : names.filter((one) => one !== name) })
  const label = t('picker.filter', { kind: t(`picker.${kind}`) })
  return (
    <div className={classes.items}>
      {items.length > filteredFrom && (
        <TextInput
          size="xs"
          aria-label={label}
          placeholder={label}
          leftSection={<Search size={13} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <p className={classes.hint}>{t('picker.noMatch')}</p>}
      <ul>
        {shown.map(({ name, description }) => (
          <li key={name}>
            <Checkbox
              size="xs"
              label={<code>{name}</code>}
              description={description}
              checked={names.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {kind === 'tools' && names.includes(name) && (
              <TextInput
                size="xs"
                className={classes.alias ?? ''}
                aria-label={t('picker.alias', { name })}
                placeholder={name}
                value={choice.aliases[name] ?? ''}
                spellCheck={false}
                onChange={(event) =>
                  onChange({ ...choice, aliases: { ...choice.aliases, [name]: event.currentTarget.value } })
                }
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
