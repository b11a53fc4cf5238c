using System.Text.Json;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>What became of one of several entities: what the CRM says of it, or why not.</summary>
internal sealed record KommoResult(JsonElement Entity, CrmException? Error)
{
    /// <summary>The number that the CRM gave it, or has it under.</summary>
    public long? Id => Entity.Number("id");

    public bool IsDone => Error is null;
}
