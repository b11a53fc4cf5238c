namespace Itgrix.Runtime.Outbox;

/// <summary>Sends one request to a CRM.</summary>
internal interface ICrmTransport
{
    /// <param name="method">The CRM's method.</param>
    /// <param name="parameters">The parameters of the method.</param>
    /// <param name="outcomeUnknown">
    /// Whether it may have been done before, because it was sent and its response was lost. The CRM is searched first
    /// for what must not be repeated.
    /// </param>
    /// <param name="token">Cancels.</param>
    /// <returns>The result, as if it was done now.</returns>
    /// <exception cref="CrmException">It was not done, or the outcome is not known.</exception>
    Task<JsonElement> SendAsync(string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token);
}
