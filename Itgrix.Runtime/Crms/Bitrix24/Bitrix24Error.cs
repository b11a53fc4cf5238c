using System.Net;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>An error of Bitrix24; <see cref="Bitrix24Refusals"/> has its meaning.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">Its <c>error</c>, often empty.</param>
/// <param name="Description">Its <c>error_description</c>, safe for a message.</param>
internal sealed record Bitrix24Error(HttpStatusCode Status, string Code, string Description)
{
    /// <param name="what">The method and the portal.</param>
    /// <param name="retryAt">The earliest time at which a retry can succeed.</param>
    public CrmException ToException(string what, DateTimeOffset? retryAt = null)
    {
        var (failure, advice, field) = Bitrix24Refusals.Of(this);
        var words = Description.Length > 0 && Description != Code ? $" \"{Description}\"" : "";
        var code = Code.Length > 0 ? $" {Code}" : "";
        return new(failure, $"{what}: {(int)Status}{code}{words}: {advice}")
        {
            Code = Code, Detail = Description, RetryAt = retryAt, Fields = field is null ? [] : [field],
        };
    }
}
