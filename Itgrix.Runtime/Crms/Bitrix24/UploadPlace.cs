using System.Text.Json;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Where a method wants a file to be sent.</summary>
/// <param name="Address">Holds a token.</param>
/// <param name="Field">The name of the form's field.</param>
internal sealed record UploadPlace(Uri Address, string Field)
{
    /// <summary>The place; <c>null</c> when there is none, or when it is not the portal's own.</summary>
    public static UploadPlace? From(JsonElement result, Uri portal) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty("uploadUrl", out var url) && url.ValueKind == JsonValueKind.String
        && result.TryGetProperty("fieldName", out var field) && field.ValueKind == JsonValueKind.String
        && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
        && (address.Scheme, address.Authority) == (portal.Scheme, portal.Authority)
            ? new(address, field.GetString()!) : null;
}
