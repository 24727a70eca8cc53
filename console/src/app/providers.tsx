import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { colorSchemeManager } from '#lib/person-preferences.ts'
import { SlotsContext } from '#lib/slots.ts'
import { styleNonce } from '#lib/style-nonce.ts'
import { cssVariablesResolver, theme } from '#ui/theme.ts'
import { Toaster } from '#ui/toaster.tsx'
import { appTexts } from './app.i18n.ts'
import { slots } from './routes.tsx'

/** Menus, pop-overs and hints are drawn in here, so that they too stand in a landmark. */
function FloatingLayer() {
  const t = useTexts(appTexts)
  return <section data-portal="true" data-mantine-shared-portal-node="true" aria-label={t('floating')} />
}

/** What every part of the console stands in: look, server state, messages. */
export function Providers({ queries, children }: { readonly queries: QueryClient; readonly children: ReactNode }) {
  const [manager] = useState(colorSchemeManager)
  return (
    <MantineProvider
      // Tests want what is there at once, not what glides in.
      env={import.meta.env.MODE === 'test' ? 'test' : 'default'}
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={styleNonce}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queries}>
        <SlotsContext value={slots}>{children}</SlotsContext>
        <FloatingLayer />
        <Toaster />
      </QueryClientProvider>
    </MantineProvider>
  )
}
