/** More nodes than are all asked for everything; everybody shares ranges with everybody. */
export const wide = { dcs: { dc1: { rack1: 11, rack2: 11, rack3: 11 } }, vnodes: 32 };
