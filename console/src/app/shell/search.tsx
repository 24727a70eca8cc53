import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CornerDownLeft, Search as SearchIcon } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useText, useTexts } from '#lib/i18n.ts'
import { useMayAccess } from '#lib/me.ts'
import type { SearchHit } from '#lib/search.ts'
import { appTexts } from '../app.i18n.ts'
import { pages, searchSources } from '../routes.tsx'
import classes from './search.module.css'
import { matches } from './search-match.ts'
import { useActions } from './use-actions.ts'

interface HitGroup {
  readonly title: string
  readonly hits: readonly SearchHit[]
}

interface SearchProps {
  onClose(): void
  onHelp(): void
}

/** ⌘K: pages and actions at once, things of the features as they answer. A combobox over a grouped list. */
export default function Search({ onClose, onHelp }: SearchProps) {
  const t = useTexts(appTexts)
  const navigate = useNavigate()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const { groups, isSearching } = useGroups(query, onHelp)
  const hits = groups.flatMap((group) => group.hits)
  const current = Math.min(active, Math.max(0, hits.length - 1))

  const choose = (hit: SearchHit | undefined) => {
    if (!hit) return
    onClose()
    if (hit.to !== undefined) void navigate({ to: hit.to })
    else hit.run?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = (current + step + hits.length) % Math.max(1, hits.length)
      setActive(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(hits[current])
  }

  return (
    <Modal.Root opened onClose={onClose} centered={false} yOffset="12dvh" size={600} padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('search.title')}>
        <div className={classes.box}>
          <SearchIcon size={18} aria-hidden />
          <input
            className={classes.input}
            data-autofocus
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={hits.length > 0 ? `${listId}-${current}` : undefined}
            aria-label={t('search.title')}
            placeholder={t('search.placeholder')}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div id={listId} role="listbox" aria-label={t('search.title')} className={classes.list}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
            <div key={group.title} role="group" aria-label={group.title}>
              <div className={classes.group} aria-hidden>
                {group.title}
              </div>
              {group.hits.map((hit) => (
                <Hit
                  key={hit.id}
                  id={`${listId}-${hits.indexOf(hit)}`}
                  hit={hit}
                  isActive={hits[current] === hit}
                  onPoint={() => setActive(hits.indexOf(hit))}
                  onChoose={() => choose(hit)}
                />
              ))}
            </div>
          ))}
        </div>
        {hits.length === 0 && (
          <p className={classes.nothing} role="status">
            {isSearching ? t('search.searching') : t('search.nothing', { query })}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

interface HitProps {
  readonly id: string
  readonly hit: SearchHit
  readonly isActive: boolean
  onPoint(): void
  onChoose(): void
}

function Hit({ id, hit, isActive, onPoint, onChoose }: HitProps) {
  const Icon = hit.icon
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the combobox above
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes.hit}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      {Icon ? <Icon size={16} strokeWidth={1.75} aria-hidden /> : <span className={classes.noIcon} />}
      <span className={classes.label}>{hit.label}</span>
      {hit.description && <span className={classes.description}>{hit.description}</span>}
      {isActive && <CornerDownLeft size={14} aria-hidden className={classes.enter} />}
    </div>
  )
}

function useGroups(query: string, onHelp: () => void): { groups: readonly HitGroup[]; isSearching: boolean } {
  const t = useTexts(appTexts)
  const read = useText()
  const may = useMayAccess()
  const actions = useActions(onHelp)
  const found = useFeatureHits(query)
  const reachable = pages.filter((page) => may(page.access) && !page.path.includes('$'))
  const pageHits = reachable.map((page) => ({
    id: page.path,
    label: read(page.title),
    icon: page.icon,
    to: page.path,
    words: `${page.title.ko} ${page.title.en} ${page.keywords ?? ''}`,
  }))
  const groups = [
    { title: t('search.pages'), hits: pageHits.filter((hit) => matches(hit.words, query)) },
    ...found.groups,
    { title: t('search.actions'), hits: actions.filter((hit) => matches(`${hit.label} ${hit.keywords}`, query)) },
  ]
  return { groups: groups.filter(({ hits }) => hits.length > 0), isSearching: found.isSearching }
}

const typingPauseMs = 200

function useFeatureHits(query: string): { groups: readonly HitGroup[]; isSearching: boolean } {
  const read = useText()
  const may = useMayAccess()
  const [settled] = useDebouncedValue(query.trim(), typingPauseMs)
  const answers = useQueries({
    queries: searchSources
      .filter((source) => may(source.access))
      .map((source) => ({
        queryKey: ['search', source.key, settled],
        enabled: settled !== '',
        staleTime: 30_000,
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          const { searchProvider } = await source.load()
          return { group: searchProvider.group, hits: await searchProvider.search(settled, signal) }
        },
      })),
  })
  const isTyping = settled !== query.trim()
  // While the answer to what was typed is on its way, an older one stands for what still fits: Enter must open nothing else.
  const fits = ({ label, description = '' }: SearchHit) => !isTyping || matches(`${label} ${description}`, query)
  return {
    groups: answers.flatMap(({ data }) => (data ? [{ title: read(data.group), hits: data.hits.filter(fits) }] : [])),
    isSearching: answers.some(({ isFetching }) => isFetching) || isTyping,
  }
}
