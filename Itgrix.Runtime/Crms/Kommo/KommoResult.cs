using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The result of one entity of a batch: the CRM's data of it, or an error.</summary>
internal sealed record KommoResult(JsonElement Entity, CrmException? Error)
{
    /// <summary>The entity's id in the CRM.</summary>
    public long? Id => Entity.Number("id");

    public bool IsDone => Error is null;
}
