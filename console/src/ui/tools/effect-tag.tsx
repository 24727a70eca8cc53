import type { ToolEffect } from '@bongsu/contract/tools.ts'
import { Tooltip } from '@mantine/core'
import { Eye, type LucideIcon, PencilLine, TriangleAlert } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { toolTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

const icons: Readonly<Record<ToolEffect, LucideIcon>> = { read: Eye, write: PencilLine, destructive: TriangleAlert }

/** What calling a tool does to the world: by its own shape and word, never by colour alone. */
export function EffectTag({ effect }: { readonly effect: ToolEffect }) {
  const t = useTexts(toolTexts)
  const Icon = icons[effect]
  return (
    <Tooltip label={t(`effectHints.${effect}`)}>
      <span className={classes.effect} data-effect={effect}>
        <Icon size={13} strokeWidth={2} aria-hidden />
        {t(`effects.${effect}`)}
      </span>
    </Tooltip>
  )
}
