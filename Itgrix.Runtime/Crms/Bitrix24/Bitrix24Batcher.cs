using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Calls methods at once while the rate limit allows, else in a <c>batch</c> with those of other calls: for the rate
/// limit a batch is one request.
/// </summary>
internal sealed class Bitrix24Batcher : IAsyncDisposable
{
    // Bitrix24 runs them one after another: in a larger batch the first would wait long for the last.
    private const int MaxCalls = 20, Parallel = 4;

    private readonly Bitrix24ApiClient _client;
    private readonly RequestBatcher<Bitrix24Command, Bitrix24BatchResult> _batcher;

    public Bitrix24Batcher(Bitrix24ApiClient client)
    {
        _client = client;
        _batcher = new(SendAsync, MaxCalls, Parallel);
    }

    /// <inheritdoc cref="Bitrix24ApiClient.CallAsync"/>
    public async Task<Bitrix24Answer> CallAsync(string method, JsonObject parameters, CancellationToken token)
    {
        if (_client.Waiting == 0 || _client.BlockedUntil(method) is not null
            || !Bitrix24Batch.CanHold(method, parameters))
            return await _client.CallAsync(method, parameters, token);
        return (await _batcher.SendAsync(new("", method, parameters), token)).Value;
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task<IReadOnlyList<Bitrix24BatchResult>> SendAsync(
        IReadOnlyList<Bitrix24Command> commands, CancellationToken token)
    {
        if (commands is [var only])
            return [await OneAsync(only, token)];
        List<Bitrix24Command> named = [.. commands.Select((command, index) => command with { Name = $"c{index}" })];
        try
        {
            var results = await _client.BatchAsync(named, halt: false, token);
            return await Task.WhenAll(named.Select(command =>
                results.GetValueOrDefault(command.Name) is not { } result
                    ? Task.FromResult(new Bitrix24BatchResult(null, NotAnswered(command)))
                : result.Error is { } error && Bitrix24Refusals.IsOfBatch(error) ? OneAsync(command, token)
                : Task.FromResult(result)));
        }
        catch (CrmException error) when (error.Failure == CrmFailure.Rejected)
        {
            // The batch is refused, perhaps for its size: that says nothing about its commands.
            return await Task.WhenAll(commands.Select(command => OneAsync(command, token)));
        }
    }

    private async Task<Bitrix24BatchResult> OneAsync(Bitrix24Command command, CancellationToken token)
    {
        try
        {
            return new(await _client.CallAsync(command.Method, command.Parameters, token), null);
        }
        catch (CrmException error)
        {
            return new(null, error);
        }
    }

    private static CrmException NotAnswered(Bitrix24Command command) =>
        new(CrmFailure.Broken,
            $"{command.Method} (in a batch): the answer does not contain it: it is retried later.");
}
