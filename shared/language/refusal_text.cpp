#include "shared/language/refusal_text.hpp"

namespace motcua {
namespace {

const char* english(Refusal refusal) {
    switch (refusal) {
        case Refusal::None:
            return nullptr;
        case Refusal::InvalidRequest:
            return MOTCUA_N("The request was not understood.");
        case Refusal::NotAllowed:
            return MOTCUA_N("This is not allowed here.");
        case Refusal::RequestIdReused:
            return MOTCUA_N("This request was already used for something else. Please try again.");
        case Refusal::Unsupported:
            return MOTCUA_N("The server does not know this request. One of the programs is older.");
        case Refusal::TooBusy:
            return MOTCUA_N("The system is very busy. Please try again in a moment.");
        case Refusal::StoreUnavailable:
            return MOTCUA_N("The system cannot save at the moment. Nothing was lost. Please wait.");
        case Refusal::ShuttingDown:
            return MOTCUA_N("The system is restarting. Please wait a moment.");
        case Refusal::VersionMismatch:
            return MOTCUA_N("This program and the server have different versions. Please update.");
        case Refusal::UnknownHall:
            return MOTCUA_N("This server has no hall of that name.");
        case Refusal::UnknownService:
            return MOTCUA_N("There is no such service.");
        case Refusal::UnknownCategory:
            return MOTCUA_N("There is no such category.");
        case Refusal::ServiceClosed:
            return MOTCUA_N("This service gives no numbers at this time.");
        case Refusal::HallClosed:
            return MOTCUA_N("The hall is closed today.");
        case Refusal::DailyCapReached:
            return MOTCUA_N("All numbers of this service for today are taken.");
        case Refusal::NumbersExhausted:
            return MOTCUA_N("This service has no number left today.");
        case Refusal::NotReserved:
            return MOTCUA_N("This number is not one of this kiosk's own.");
        case Refusal::DayIsOver:
            return MOTCUA_N("The day that this number belongs to is over.");
        case Refusal::UnknownCounter:
            return MOTCUA_N("There is no such counter.");
        case Refusal::CounterClosed:
            return MOTCUA_N("This counter is not open. Please sign in first.");
        case Refusal::CounterPaused:
            return MOTCUA_N("This counter is on a break. Please resume first.");
        case Refusal::CounterBusy:
            return MOTCUA_N(
                "A ticket is still open at this counter, or at the one you sit at. Please finish it first.");
        case Refusal::NobodyWaiting:
            return MOTCUA_N("Nobody is waiting for this counter.");
        case Refusal::NoCurrentTicket:
            return MOTCUA_N("There is no ticket at this counter now.");
        case Refusal::UnknownTicket:
            return MOTCUA_N("There is no such ticket today.");
        case Refusal::WrongState:
            return MOTCUA_N("The ticket cannot do this in its present state.");
        case Refusal::RecallLimitReached:
            return MOTCUA_N("This ticket was called often enough. Mark it as missed.");
        case Refusal::NotServedHere:
            return MOTCUA_N("This counter does not serve that.");
        case Refusal::TransferToItself:
            return MOTCUA_N("The ticket is already there.");
        case Refusal::CounterOccupied:
            return MOTCUA_N("Somebody else is signed in at this counter.");
        case Refusal::ReturnTooLate:
            return MOTCUA_N("This number was missed too long ago. Please take a new one.");
        case Refusal::TicketElsewhere:
            return MOTCUA_N("This ticket is at another counter.");
        case Refusal::TargetClosed:
            return MOTCUA_N("Nobody is at that counter now. Choose another one, or the service.");
        case Refusal::OtherTicket:
            return MOTCUA_N("Another number is at this counter now. Nothing was done; please look again.");
        case Refusal::SignInFailed:
            return MOTCUA_N("The name or the password is wrong.");
        case Refusal::TooManyAttempts:
            return MOTCUA_N("Too many attempts. Please wait a minute.");
        case Refusal::UnknownDevice:
            return MOTCUA_N("This device is not known here. It must be accepted again.");
        case Refusal::DeviceRevoked:
            return MOTCUA_N("This device was locked out by the administrator.");
        case Refusal::PairingCodeUnknown:
            return MOTCUA_N("No device shows this code.");
        case Refusal::PairingCodeExpired:
            return MOTCUA_N("This code has run out. The device shows a new one.");
        case Refusal::TooManyPairings:
            return MOTCUA_N("Too many devices are waiting to be accepted.");
        case Refusal::LoginTaken:
            return MOTCUA_N("This login is already taken.");
        case Refusal::UnknownStaff:
            return MOTCUA_N("There is no such login.");
        case Refusal::TooManyDevices:
            return MOTCUA_N("This hall has as many devices as it can have.");
        case Refusal::TooManyStaff:
            return MOTCUA_N("This hall has as many people as it can have.");
        case Refusal::WeakPassword:
            return MOTCUA_N("The password is too short: at least 8 characters.");
        case Refusal::NotSignedIn:
            return MOTCUA_N("Nobody is signed in at this machine. Please sign in first.");
        case Refusal::OtherCounter:
            return MOTCUA_N("This machine belongs to another counter.");
        case Refusal::SettingsInvalid:
            return MOTCUA_N("The settings are not valid.");
        case Refusal::CounterInUse:
            return MOTCUA_N(
                "A counter or service that would vanish has an open ticket, or numbers at a kiosk. The new settings "
                "wait for the next day.");
    }
    return MOTCUA_N("The server refused this for a reason that this program does not know.");
}

}  // namespace

std::string refusal_text(const Language& language, Refusal refusal) {
    const char* text = english(refusal);
    return text == nullptr ? std::string() : language.tr(text);
}

}  // namespace motcua
