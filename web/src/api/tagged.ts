/** A thing as it was read: `tag` says which state of it that was. */
export interface Tagged {
  id: string;
  tag: string;
}

/** Where it is, and the state a change is based on: somebody else's change in between is refused as 412. */
export const asRead = ({ id, tag }: Tagged) => ({ params: { path: { id }, header: { 'If-Match': tag } } });
