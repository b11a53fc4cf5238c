using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The data of an account that all calls need.</summary>
/// <param name="PhoneField">The contacts' field for numbers.</param>
/// <param name="Pipeline">The main pipeline; <c>null</c> when the account has none.</param>
/// <param name="Status">Its first stage.</param>
internal sealed record KommoAccountInfo(PhoneField PhoneField, long? Pipeline, long? Status)
{
    private static readonly ILogger Log = AppLog.For("kommo");

    /// <exception cref="CrmException">Kommo does not answer, or the account lacks the field.</exception>
    public static async Task<KommoAccountInfo> ReadAsync(KommoApi api, CancellationToken token)
    {
        if (await api.PhoneFieldAsync(token) is not { } field)
        {
            const string reason =
                "The Kommo account has no field for contacts with the code PHONE that knows the kind WORK, so "
                + "that no contact can be given a number. Add the field in Kommo; calls wait until it is there.";
            KommoLogMessages.NoPhoneField(Log, reason);
            throw new CrmException(CrmFailure.Unauthorized, reason);
        }
        var pipelines = await api.PipelinesAsync(token);
        var main = pipelines.FirstOrDefault(one => one.At("is_main")?.ValueKind == System.Text.Json.JsonValueKind.True);
        // The stage of type 1 is for incoming leads that nobody has accepted yet.
        var first = main.Embedded("statuses").Where(one => one.Number("type") is not 1)
            .OrderBy(one => one.Number("sort"))
            .Select(one => one.Number("id")).FirstOrDefault();
        return new(field, main.Number("id"), first);
    }
}

/// <summary>Caches the account's data, with a refresh now and then.</summary>
internal sealed class KommoFactsCache(KommoApi api) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile KommoAccountInfo? _facts;

    /// <exception cref="CrmException">The data could not be read even once.</exception>
    public async Task<KommoAccountInfo> GetAsync(CancellationToken token)
    {
        if (_facts is { } known)
            return known;
        await _gate.WaitAsync(token);
        try
        {
            return _facts ??= await KommoAccountInfo.ReadAsync(api, token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Refreshes the data; known data stays when the refresh fails.</summary>
    public async Task RefreshAsync(CancellationToken token) => _facts = await KommoAccountInfo.ReadAsync(api, token);

    public void Dispose() => _gate.Dispose();
}
