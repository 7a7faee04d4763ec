using System;
using StormDetect.Core.Exports;

namespace StormDetect.Core.SignIns;

/// <summary>Which log a row comes from, by what the row says of itself.</summary>
internal static class SignInKinds
{
    public static SignInKind Of(SignInValues values, bool isActivity)
    {
        if (isActivity)
        {
            return SignInKind.GraphActivity;
        }

        // The table or category that a stream or a query names, else the types that Graph and Defender list.
        if (ByName(values.Bytes(SignInField.Category)) is SignInKind named)
        {
            return named;
        }

        RawValue types = values[SignInField.EventTypes];
        if (ByName(types.Kind is RawKind.Array or RawKind.Object ? types.Layer!.ContainerAt(types.Token) : types.Bytes) is SignInKind typed)
        {
            return typed;
        }

        if (values.Has(SignInField.ManagedIdentity) && !values.Has(SignInField.UserName) && !IsNo(values[SignInField.ManagedIdentity]))
        {
            return SignInKind.ManagedIdentity;
        }

        if (ContextFields.IsReal(values.Bytes(SignInField.ServicePrincipal)) && !values.Has(SignInField.UserName) && !ContextFields.IsReal(values.Bytes(SignInField.UserId)))
        {
            return SignInKind.ServicePrincipal;
        }

        RawValue interactive = values[SignInField.IsInteractive];
        if (interactive.EqualsAscii("false"u8) || interactive.EqualsAscii("0"u8))
        {
            return SignInKind.NonInteractive;
        }

        // The portal's file does not say which of its logs it is. Only silent renewals come with a refresh token.
        RawValue incoming = values[SignInField.IncomingToken];
        return !interactive.IsMissing ? SignInKind.Interactive
            : incoming.EqualsAscii("refreshToken"u8) || incoming.EqualsAscii("Refresh token"u8) ? SignInKind.NonInteractive
            : SignInKind.Interactive;
    }

    /// <summary>Whether a log is one of people's sign-ins, not of applications' own.</summary>
    public static bool IsOfPeople(SignInKind kind) => kind is SignInKind.AuditLog or SignInKind.Interactive or SignInKind.NonInteractive;

    private static bool IsNo(RawValue value) => value.EqualsAscii("none"u8) || value.EqualsAscii("false"u8) || value.EqualsAscii("0"u8) || value.Kind is RawKind.Object or RawKind.Array;

    private static SignInKind? ByName(ReadOnlySpan<byte> name) =>
        name.Length is 0 or > 256 ? null
        : Contains(name, "noninteractive"u8) ? SignInKind.NonInteractive
        : Contains(name, "managedidentity"u8) ? SignInKind.ManagedIdentity
        : Contains(name, "serviceprincipal"u8) || Contains(name, "spnsignin"u8) ? SignInKind.ServicePrincipal
        : Contains(name, "interactiveuser"u8) || Contains(name, "signinlogs"u8) ? SignInKind.Interactive
        : null;

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        for (int i = 0; i + lower.Length <= text.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(i, lower.Length), lower))
            {
                return true;
            }
        }

        return false;
    }
}
