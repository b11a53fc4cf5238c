namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>A record and the id of its row, 0 where rows have none.</summary>
internal readonly record struct CelRow(long Id, CelRecord Record);
