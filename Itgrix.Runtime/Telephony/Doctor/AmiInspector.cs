using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>A connection to Asterisk's manager interface that asks and hears no calls.</summary>
internal sealed class AmiInspector : IAsyncDisposable
{
    private readonly AmiClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private AmiInspector(AmiClient client, Func<AmiMessage, CancellationToken, ValueTask> onEvent)
    {
        _client = client;
        _reading = client.ReadAsync(onEvent, _stop.Token);
    }

    /// <summary>Connects and logs in.</summary>
    /// <param name="onEvent">Gets the events; <c>null</c>: they are of no interest.</param>
    /// <exception cref="AmiException">Connecting or logging in failed.</exception>
    public static async Task<AmiInspector> ConnectAsync(
        AmiOptions options, TimeProvider time, CancellationToken token,
        Func<AmiMessage, CancellationToken, ValueTask>? onEvent = null) =>
        new(await AmiClient.ConnectAsync(options, time, token), onEvent ?? ((_, _) => default));

    /// <inheritdoc cref="AmiClient.SendAsync"/>
    public Task<AmiReply> AskAsync(AmiAction action, CancellationToken token) => _client.SendAsync(action, token);

    /// <summary>A file of Asterisk; <c>null</c> when there is none, or the user may not read it.</summary>
    public async Task<AsteriskFile?> FileAsync(string name, CancellationToken token)
    {
        var reply = await AskAsync(AmiActions.GetConfig(name), token);
        return reply.IsSuccess ? AsteriskFile.From(reply.Response) : null;
    }

    /// <summary>Where settings of this PBX are made.</summary>
    public async Task<PbxManual> ManualAsync(CancellationToken token) =>
        new((await AskAsync(AmiActions.GetConfig("manager_additional.conf"), token)).IsSuccess);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        _stop.Dispose();
    }
}
