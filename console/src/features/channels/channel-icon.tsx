import { BellRing, Hash, type LucideIcon, Mail, MessagesSquare, Send, Webhook } from 'lucide-react'

/** Only a look: a kind that is not here gets the general one. */
const icons: Readonly<Record<string, LucideIcon>> = {
  email: Mail,
  webhook: Webhook,
  slack: Hash,
  discord: MessagesSquare,
  telegram: Send,
  in_app: BellRing,
}

export const channelIcon = (kind: string): LucideIcon => icons[kind] ?? Send
