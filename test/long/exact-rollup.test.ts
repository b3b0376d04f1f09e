import { testExactRollUps } from '../unit/analytics/roll-up-delivery.ts';

testExactRollUps({ histories: 60, records: 10_000, onTable: [101, 102, 103] });
