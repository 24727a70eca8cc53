/**
 * What every name of a tool stands for, also one that no tool bears any more: lists of tokens, limits and agents go by
 * names. `upstream_id` 0: a tool of the product.
 */
export const up = (): string[] => [
  `create table tool_name (
    name text primary key,
    upstream_id bigint not null,
    tool text not null
  )`,
  'create index tool_name_holder on tool_name (upstream_id, tool)',
  `insert into tool_name (name, upstream_id, tool)
   select given_name, upstream_id, name from upstream_tool where given_name is not null`,
]
