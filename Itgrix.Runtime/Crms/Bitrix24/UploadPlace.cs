namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The destination of an upload, as a method returned it.</summary>
/// <param name="Address">The address, which contains a token.</param>
/// <param name="Field">The name of the form's field.</param>
internal sealed record UploadPlace(Uri Address, string Field)
{
    /// <summary>Parses the destination; <c>null</c> when it is missing or not on the portal's own host.</summary>
    /// <remarks>
    /// A boxed portal behind a proxy names the scheme and port that it sees itself: the address by which the portal is
    /// reached takes their place.
    /// </remarks>
    public static UploadPlace? From(JsonElement result, Uri portal) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty("uploadUrl", out var url) && url.ValueKind == JsonValueKind.String
        && result.TryGetProperty("fieldName", out var field) && field.ValueKind == JsonValueKind.String
        && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.IdnHost.Equals(portal.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? new(new Uri(new Uri(portal.GetLeftPart(UriPartial.Authority)), address.PathAndQuery), field.GetString()!)
            : null;
}
