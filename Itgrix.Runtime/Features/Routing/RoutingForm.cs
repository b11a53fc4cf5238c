using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>The dialplan's request: in the query string, in the body, or partly in each.</summary>
/// <param name="Token">The dialplan's token; empty when it is missing, or given twice.</param>
/// <param name="Fields">All other fields; <c>null</c> when one is repeated, too long, or has characters that no line
/// has.</param>
internal sealed record RoutingForm(string Token, IReadOnlyDictionary<string, string>? Fields)
{
    private const string TokenField = "token";
    private const int MaxFields = 20, MaxName = 40, MaxValue = 200;

    /// <exception cref="InvalidDataException">The body is too large.</exception>
    public static async Task<RoutingForm> ReadAsync(HttpContext context)
    {
        var fields = context.Request.Query
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))).ToList();
        if (FormBody.IsForm(context))
            fields.AddRange(await FormBody.ReadAsync(context));
        var tokens = fields.Where(field => field.Key == TokenField).Select(field => field.Value).ToList();
        fields.RemoveAll(field => field.Key == TokenField);
        return new(tokens is [var token] ? token : "", IsPlain(fields) ? fields.ToDictionary() : null);
    }

    /// <summary>The request; <c>null</c> when it is invalid.</summary>
    public RoutingRequest? Request() => Fields is null ? null : new(
        Fields.GetValueOrDefault("from", "").Trim(), Fields.GetValueOrDefault("trunk", "").Trim(),
        Fields.GetValueOrDefault("call", ""),
        new([.. Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))]));

    private static bool IsPlain(List<KeyValuePair<string, string>> fields) =>
        fields.Count <= MaxFields && fields.DistinctBy(field => field.Key).Count() == fields.Count
        && fields.TrueForAll(field => field.Key.Length is > 0 and <= MaxName && field.Value.Length <= MaxValue
            && IsText(field.Key) && IsText(field.Value));

    // Control characters break lines and logs; text that was not UTF-8 cannot be passed on.
    private static bool IsText(string text)
    {
        foreach (var letter in text.EnumerateRunes())
        {
            if (Rune.IsControl(letter) || letter == Rune.ReplacementChar)
                return false;
        }
        return true;
    }
}
