import { type Inventory, inventoryOf } from '../../engine/description/inventory.ts';
import { type InventoryParams, inventoryRequest } from '../protocol.ts';
import type { Feature } from './feature.ts';

export const inventory: Feature<InventoryParams, ({ readonly file: string } & Inventory) | null> = {
  method: inventoryRequest,
  async handle({ uri }, { session }) {
    const checked = await session.check(uri);
    return checked === undefined ? null : { file: uri, ...inventoryOf(checked.description) };
  },
  fallback: () => null,
};
