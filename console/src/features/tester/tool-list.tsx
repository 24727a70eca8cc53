import { Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Eye, type LucideIcon, PencilLine, Search, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'

type Tool = OutputOf<'browse-tools'>['items'][number]

const typingPauseMs = 200
/** As many as one answer holds; whoever has more looks for words. */
const most = 100

/** The tools by source, searched by the server; arrows walk through them. */
export function ToolList({ chosen }: { readonly chosen: string | undefined }) {
  const t = useTexts(testerTexts)
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), typingPauseMs)
  const list = useRef<HTMLElement>(null)
  const { data, error, refetch } = useQuery({
    ...queryOf('browse-tools', { ...(q === '' ? {} : { q }), page_size: most }),
    placeholderData: keepPreviousData,
  })
  const isHere = data?.items.some(({ name }) => name === chosen) ?? false
  useEffect(() => {
    if (isHere) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [isHere])
  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const stops = [...(list.current?.querySelectorAll<HTMLElement>('input, a') ?? [])]
    stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus()
  }
  return (
    <nav ref={list} aria-label={t('tools')} className={classes.tools} onKeyDown={walk}>
      <TextInput
        type="search"
        className={classes.search ?? ''}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Search size={15} aria-hidden />}
        value={words}
        spellCheck={false}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') list.current?.querySelector<HTMLElement>('a')?.click()
        }}
      />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={320} radius={8} aria-busy />}
      {data?.items.length === 0 && <p className={classes.dim}>{t('none')}</p>}
      {[...Map.groupBy(data?.items ?? [], ({ source }) => source.title)].map(([source, tools]) => (
        <section key={source} aria-label={source}>
          <h2 className={classes.source}>{source}</h2>
          <ul className={classes.toolLinks}>
            {tools.map((tool) => (
              <li key={tool.name}>
                <ToolLink tool={tool} isChosen={tool.name === chosen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {data && data.total > data.items.length && (
        <p className={classes.dim}>{t('more', { count: data.total - data.items.length })}</p>
      )}
    </nav>
  )
}

const icons: Readonly<Record<Tool['effect'], LucideIcon>> = {
  read: Eye,
  write: PencilLine,
  destructive: TriangleAlert,
}

function ToolLink({ tool, isChosen }: { readonly tool: Tool; readonly isChosen: boolean }) {
  const words = useTexts(toolTexts)
  const Icon = icons[tool.effect]
  return (
    <Link
      to={`/tester/${tool.name}`}
      className={classes.toolLink}
      aria-current={isChosen ? 'page' : undefined}
      title={tool.description}
    >
      <Icon size={14} strokeWidth={1.75} aria-label={words(`effects.${tool.effect}`)} data-effect={tool.effect} />
      <span className={classes.toolName}>{tool.name}</span>
    </Link>
  )
}
