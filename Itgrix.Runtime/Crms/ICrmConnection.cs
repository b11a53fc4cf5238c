namespace Itgrix.Runtime.Crms;

/// <summary>Connects an account to the service: an administrator of the CRM allows it there.</summary>
internal interface ICrmConnection
{
    /// <summary>Why there is nothing to connect; <c>null</c> when there is.</summary>
    string? Obstacle { get; }

    /// <summary>What to do in the CRM beside or in place of opening the link.</summary>
    string Hint { get; }

    /// <summary>A new link, which an administrator of the CRM opens once.</summary>
    Uri Link();

    /// <summary>Whether the account is connected, and since when if that was since the start.</summary>
    Task<ConnectState> StateAsync(CancellationToken token);

    /// <summary>Takes the address to which the CRM sent the administrator's browser.</summary>
    Task<ConnectOutcome> AcceptAsync(Uri answer, CancellationToken token);
}

/// <summary>How far an account is connected.</summary>
/// <param name="IsConnected">Whether there are tokens.</param>
/// <param name="Last">What came of the last attempt since the start; <c>null</c> when there was none.</param>
/// <param name="Attempts">The number of attempts since the start.</param>
internal sealed record ConnectState(bool IsConnected, ConnectOutcome? Last, int Attempts);

/// <summary>What came of an attempt to connect an account.</summary>
/// <param name="IsConnected">Whether the account is connected by it.</param>
/// <param name="Text">What was done, or why not and what to do.</param>
internal sealed record ConnectOutcome(bool IsConnected, string Text)
{
    public static ConnectOutcome Refused(string text) => new(false, text);
}
