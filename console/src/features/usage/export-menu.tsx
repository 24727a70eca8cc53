import { Button, Menu } from '@mantine/core'
import { Download } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { usageTexts } from './usage.i18n.ts'
import { exportPath } from './usage-input.ts'

/** Files of what the filters let through, written by the server: they stream, whatever their length. */
export function ExportMenu({ input }: { readonly input: Parameters<typeof exportPath>[1] }) {
  const t = useTexts(usageTexts)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportPath('csv', input)} download>
          {t('export.csv')}
        </Menu.Item>
        <Menu.Item component="a" href={exportPath('xlsx', input)} download>
          {t('export.xlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
