import '#ui/styles.ts'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { createConsoleRouter } from './app/router.tsx'
import { watchNetwork } from './lib/connection.ts'
import { createQueryClient } from './lib/query-client.ts'

const queries = createQueryClient()
const router = createConsoleRouter(queries)
watchNetwork()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Providers queries={queries}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)
