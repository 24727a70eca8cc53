import { z } from 'zod'

export const pageSizes = [10, 20, 50, 100] as const

/** The two fields of every paged list. Spread into an operation's input. */
export const pageInput = {
  page: z.int().min(1).max(1_000_000).default(1).describe('Page number, from 1'),
  page_size: z.int().min(1).max(100).default(20).describe('Rows per page'),
}

/** `{items,total,page,page_size}`: the envelope of every paged list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.int(), page: z.int(), page_size: z.int() })

export interface Page<Item> {
  items: Item[]
  total: number
  page: number
  page_size: number
}
