import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { t } from '../i18n/language';
import { usePrinting } from '../ui/usePrinting';
import classes from './reports.module.css';
import { sorted, type Sorting } from './sorted';

export interface Column<Row> {
  /** What is sorted by. */
  key: string & keyof Row;
  name: string;
  /** Numbers are at the right, and their largest comes first. */
  number?: boolean;
  hint?: string;
  cell: (row: Row) => ReactNode;
}

interface SortedTableProps<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
}

/** A table one sorts by the heads of its columns. The first column names the row. */
export function SortedTable<Row>({ columns, rows, idOf }: SortedTableProps<Row>) {
  const [sorting, setSorting] = useState<Sorting<string & keyof Row> | null>(null);
  const [limit, setLimit] = useState(step);
  const printing = usePrinting();
  const all = sorting ? sorted(rows, sorting) : rows;
  const shown = printing ? all : all.slice(0, limit);
  const sortBy = ({ key, number = false }: Column<Row>) =>
    setSorting((before) =>
      before?.column === key ? { column: key, down: !before.down } : { column: key, down: number },
    );
  const directionOf = ({ key }: Column<Row>) =>
    sorting?.column !== key ? undefined : sorting.down ? ('descending' as const) : ('ascending' as const);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={directionOf(column)}
                data-number={column.number}
                title={column.hint}
              >
                <button
                  type="button"
                  title={t('report.sort', { column: column.name })}
                  onClick={() => sortBy(column)}
                >
                  {column.name}
                  <span aria-hidden="true">{marks[directionOf(column) ?? 'none']}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={idOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} data-number={column.number}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < all.length && (
        <Button className="no-print" variant="subtle" m="xs" onClick={() => setLimit(limit + step)}>
          {t('report.more', { shown: shown.length, all: all.length })}
        </Button>
      )}
    </div>
  );
}

/** So many rows at first, and so many more each time: a year of a province is thousands. */
const step = 200;

const marks = { ascending: ' ▲', descending: ' ▼', none: '' };
