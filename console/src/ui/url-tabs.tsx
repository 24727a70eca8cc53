import { Tabs } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useUrlState } from '#lib/url-state.ts'
import classes from './url-tabs.module.css'

export interface TabDefinition {
  readonly key: string
  readonly label: string
  readonly icon?: LucideIcon
  /** Beside the label: how many. */
  readonly count?: number
  readonly content: ReactNode
}

/** Of the one before, enough to be seen that there is one. */
const tabMargin = 40

/** Tabs whose choice is in the URL (`?tab=`); the first is the default. Only the open one is drawn. */
export function UrlTabs({ tabs, param = 'tab' }: { readonly tabs: readonly TabDefinition[]; readonly param?: string }) {
  const first = tabs[0]?.key ?? ''
  const [state, setState] = useUrlState({ [param]: first })
  const active = tabs.some((tab) => tab.key === state[param]) ? (state[param] as string) : first
  const list = useRef<HTMLDivElement>(null)
  // Where the tabs do not fit, the open one is the one to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is open is read from the page
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[data-active]')
    if (tab && list.current) list.current.scrollLeft = tab.offsetLeft - tabMargin
  }, [active])
  return (
    <Tabs value={active} onChange={(key) => key && setState({ [param]: key }, 'push')} keepMounted={false}>
      <Tabs.List ref={list} className={classes.list}>
        {tabs.map(({ key, label, icon: Icon, count }) => (
          <Tabs.Tab
            key={key}
            value={key}
            leftSection={Icon && <Icon size={15} aria-hidden />}
            rightSection={count === undefined ? undefined : <span className={classes.count}>{count}</span>}
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ key, content }) => (
        <Tabs.Panel key={key} value={key} className={classes.panel}>
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
