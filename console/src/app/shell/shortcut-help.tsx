import { Kbd, Modal } from '@mantine/core'
import { useText, useTexts } from '#lib/i18n.ts'
import { useMayAccess } from '#lib/me.ts'
import { uiTexts } from '#ui/ui.i18n.ts'
import { appTexts } from '../app.i18n.ts'
import { pages } from '../routes.tsx'
import classes from './shortcut-help.module.css'
import { goKeys } from './use-shortcuts.ts'

/** Every key there is, those of pages only where the person may go. */
export default function ShortcutHelp({ onClose }: { onClose(): void }) {
  const t = useTexts(appTexts)
  const ui = useTexts(uiTexts)
  const read = useText()
  const may = useMayAccess()
  const going = Object.entries(goKeys).flatMap(([key, path]) => {
    const page = pages.find((one) => one.path === path)
    return page && may(page.access) ? [{ keys: ['g', key], label: read(page.title) }] : []
  })
  const general = [
    { keys: ['/'], label: t('keys.search') },
    { keys: ['Ctrl', 'K'], label: t('keys.everything') },
    { keys: ['↑', '↓'], label: t('keys.rows') },
    { keys: ['Enter'], label: t('keys.open') },
    { keys: ['Space'], label: t('keys.choose') },
    { keys: ['Esc'], label: t('keys.close') },
    { keys: ['?'], label: t('keys.help') },
  ]
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size="lg" closeButtonProps={{ 'aria-label': ui('close') }}>
      <div className={classes.columns}>
        {[general, going].map((group) => (
          <dl key={group[0]?.label} className={classes.group}>
            {group.map(({ keys, label }) => (
              <div key={label} className={classes.line}>
                <dt>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </Modal>
  )
}
